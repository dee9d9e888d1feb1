using LearnedOpt.Host;

return LearnedOptProgram.Start(args);
